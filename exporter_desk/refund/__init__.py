"""Export tax refund (出口退税): policy, amount, papers, deadlines."""
