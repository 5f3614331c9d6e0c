"""What several test files share and is dear to make."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest
from datasette.app import Datasette
from hypothesis import settings

from tests.frozen import Frozen, freeze
from tests.served import Served, build, datasette

if TYPE_CHECKING:
    from tests.delivered import Delivered

# The same code gives the same verdict, on a slow machine too; `make hunt` looks with other examples every time.
settings.register_profile("test", derandomize=True, deadline=None)
settings.register_profile("hunt", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The invented archive that pages, permissions and browser are tested on; not to be written to."""
    return build(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def frozen(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """That archive as a frozen site; not to be written to."""
    return freeze(served, tmp_path_factory.mktemp("frozen"))


@pytest.fixture
async def site(served: Served) -> AsyncIterator[Datasette]:
    """Datasette over that archive, asked as a stranger."""
    site = datasette(served)
    yield site
    site.close()


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """An archive with nothing wrong, and its delivery; not to be written to."""
    from tests.delivered import new_delivered

    return new_delivered(tmp_path_factory.mktemp("delivered"))
