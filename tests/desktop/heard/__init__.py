"""What assistive technology is told of windows, and the rules that it is measured by."""
