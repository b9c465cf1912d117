"""The worker, as a child of the supervisor or on its own (`gewu worker`): does what the jobs table holds."""

import django


def main() -> None:
    django.setup()
    from gewu.kernel import jobs  # noqa: PLC0415  (its models need the settings)

    jobs.run_worker()


if __name__ == "__main__":
    main()
