"""The register as a spreadsheet: template, reading, result report and export (domain rule 10)."""
