"""The register as a spreadsheet (党员花名册): template, import with its result file, export."""
