"""What is planned: plans, working time and preferences become absences, and the clock that begins and ends them."""
