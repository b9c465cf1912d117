"""How a person shows who they are: password rules, codes, passkeys, devices, and what must be done first."""
