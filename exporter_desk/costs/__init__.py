"""What an overseas warehouse (海外仓) costs: estimate, simulation, comparison."""
