"""What the clock of the site starts, and how often."""

from typing import Any

# Ticks that say "sweep". `expires`: a tick that nobody took is worth nothing a moment later.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver due messages": {
        "task": "community.notifications.tasks.deliver_due",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "forget old messages": {
        "task": "community.notifications.tasks.forget_old_messages",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget what is over": {
        "task": "community.safety.tasks.forget_what_is_over",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget old log-ins": {
        "task": "community.people.tasks.forget_old_log_ins",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    # Each is told once: hourly, so that a night in which nothing ran is made up for.
    "warn of ends": {
        "task": "community.organisations.tasks.warn_of_ends",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "ask how it goes": {
        "task": "community.mentorship.tasks.ask_how_it_goes",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "go on after a rest": {
        "task": "community.mentorship.tasks.go_on_after_a_rest",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    # By night would do; hourly, so that a clock that stood still then lets nobody go on.
    "end checks of mentors": {
        "task": "community.mentorship.tasks.end_checks_of_mentors",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "tell of stopped": {
        "task": "opportunities.tasks.tell_of_stopped",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "move on to next sessions": {
        "task": "opportunities.tasks.refresh_next_sessions",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # By night would do; a clock that stood still then has lost an hour this way, not a day.
    "make the dates of the next year": {
        "task": "opportunities.tasks.materialise",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    # Likewise: what comes near, and who is back from a break.
    "save places of regulars": {
        "task": "opportunities.tasks.save_places_of_regulars",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "pause what is stopped": {
        "task": "opportunities.tasks.pause_stopped",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "end offers": {
        "task": "opportunities.tasks.end_offers",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "pass places on": {
        "task": "opportunities.tasks.pass_places_on",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "tell of enquiries": {
        "task": "opportunities.tasks.tell_of_enquiries",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "chase requests": {
        "task": "opportunities.tasks.chase_requests",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "tell of shortages": {
        "task": "opportunities.tasks.tell_of_shortages",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "alert": {"task": "opportunities.tasks.alert", "schedule": 60, "options": {"expires": 60}},
    "tell of what opened": {
        "task": "opportunities.tasks.tell_of_what_opened",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "bring in": {
        "task": "opportunities.tasks.bring_in",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "tell of ending addresses": {
        "task": "opportunities.tasks.tell_of_ending_addresses",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "look at links": {
        "task": "community.support.tasks.look_at_links",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "bring in a directory": {
        "task": "community.support.tasks.bring_in_files",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "tell of late talks": {
        "task": "community.support.tasks.tell_of_late_talks",
        "schedule": 900,
        "options": {"expires": 900},
    },
    "look at numbers to ring": {
        "task": "cms.tasks.look_at_numbers",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "look at the directory": {
        "task": "community.support.tasks.look_at_entries",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    # A story that was taken back is gone within a quarter of an hour (safety.md #40).
    "look after stories": {
        "task": "cms.tasks.look_after_stories",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "publish scheduled pages": {
        "task": "cms.tasks.publish_scheduled",
        "schedule": 60,
        "options": {"expires": 60},
    },
}
