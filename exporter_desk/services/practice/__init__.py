"""Practice: exercises of a class in a company of their own, with a start state to go back to."""
