"""The pages of staffing, cards, plates and ledgers."""
