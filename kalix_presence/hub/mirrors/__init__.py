"""Where people stand, told in other programs (Teams, Mattermost) for those who want that."""
