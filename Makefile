# The same as the files in bin/, for hands that type make.
.PHONY: run test bench lock assets

run:
	@bin/run

test:
	@bin/test

bench:
	@bin/setup requirements.txt requirements-dev.txt -- -m bench $(if $(QUICK),--quick)

lock:
	@bin/lock

assets:
	@bin/assets
