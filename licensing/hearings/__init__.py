"""Who is heard before a case is decided: the public that objects, and the agency that is to be refused."""
