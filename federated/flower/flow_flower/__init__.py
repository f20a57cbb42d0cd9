"""Flowlang's clients under Flower's strategies."""
