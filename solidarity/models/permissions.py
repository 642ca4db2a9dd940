"""What a user may do with a page, beyond what Wagtail asks."""

from wagtail.models import PagePermissionTester

from solidarity import roles


class SitePagePermissions(PagePermissionTester):
    """What a user may do with a page.

    Who does not decide on addresses neither moves nor copies it, and nobody deletes what they could not have added:
    an officer's drafts are theirs, the city's page is not, and translators add nothing.
    """

    def can_move(self):
        return self.user.has_perm(roles.EDIT_ALL) and super().can_move()

    def can_copy(self):
        return self.user.has_perm(roles.EDIT_ALL) and super().can_copy()

    def can_delete(self, ignore_bulk=False):
        return super().can_delete(ignore_bulk) and (self.user.is_superuser or self._could_add())

    def _could_add(self):
        """Tell whether the user may add pages where this one stands."""
        return any(
            given.permission.codename == "add_page"
            and self.page.path.startswith(given.page.path)
            and self.page.path != given.page.path
            for given in self.permission_policy.get_cached_permissions_for_user(self.user)
        )
