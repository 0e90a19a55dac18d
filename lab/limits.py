"""The lab's quotas: sizes in MiB, for each project that has none of its own."""

LIMITS = {"image_size_total": 20000, "image_stage_total": 20000,
          "image_count_total": 2000, "image_count_uploading": 100}
# Those of the project `tiny`.
TINY_LIMITS = {"image_size_total": 5, "image_stage_total": 5,
               "image_count_total": 3, "image_count_uploading": 2}
