"""What is fast and what is not, each beside a yardstick of the same run: ./benchmarks/run"""
