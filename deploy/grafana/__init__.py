"""What operators look at: dashboards, written as JSON for Grafana to read."""
