"""Pages that list shipments: the workbench, all of them, the recycle bin; and a new one."""
