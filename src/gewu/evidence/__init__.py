"""Evidence: what shows that the journal is as it was written, for auditors here and for strangers elsewhere.

A *run* verifies one township's journal. A *proof* shows the entries of one case and the seals over them;
whoever has the public key checks it with `check_proof.py` and needs nothing else of ours.
"""
