"""Spreadsheets and wide tables in and out; the only home of pandas, calamine and xlsxwriter."""
