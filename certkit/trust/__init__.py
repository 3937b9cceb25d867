"""Trust stores: roles, certificates, certificate chains and CRLs."""
