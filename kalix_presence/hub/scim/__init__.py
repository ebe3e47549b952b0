"""A directory service (Entra ID and others) pushes people and groups here, by SCIM 2.0."""
