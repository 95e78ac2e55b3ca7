"""法规库: China's rules on generative AI as a searchable, cross-referenced static site."""

__all__ = ["__version__"]

__version__ = "0.1.0"
