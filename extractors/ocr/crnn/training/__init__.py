"""Training the second reader. Needs PyTorch (requirements-training.txt), which the product does not."""
