"""What several test files share and is dear to make."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from datasette.app import Datasette

from tests.served import Served, build, datasette


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The invented archive that pages, permissions and browser are tested on; not to be written to."""
    return build(tmp_path_factory.mktemp("served"))


@pytest.fixture
async def site(served: Served) -> AsyncIterator[Datasette]:
    """Datasette over that archive, asked as a stranger."""
    site = datasette(served)
    yield site
    site.close()
