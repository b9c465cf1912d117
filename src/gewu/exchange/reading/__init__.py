"""Reading workbooks and text tables: what is in them, where the headings stand, what a cell means."""
