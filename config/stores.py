"""Where files are kept: in folders of this machine, or on a store that many machines share."""

from django.core.exceptions import ImproperlyConfigured

FOLDERS = "django.core.files.storage.FileSystemStorage"


def stores(env, attachments_root: str) -> dict[str, dict]:
    """The stores for pictures ("default") and attachments, from the environment.

    With S3_BUCKET both are on S3, attachments in S3_PRIVATE_BUCKET. The keys are boto3's own
    business: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the machine's role. Raises
    ImproperlyConfigured when drafts' files would lie where pictures do.
    """
    public, private = env("S3_BUCKET", default=""), env("S3_PRIVATE_BUCKET", default="")
    if not public and not private:
        return {"default": {"BACKEND": FOLDERS}, "attachments": _folder(attachments_root)}
    if not public or not private or public == private:
        raise ImproperlyConfigured("S3_BUCKET and S3_PRIVATE_BUCKET: name two different buckets.")
    reached = {
        "endpoint_url": env("S3_ENDPOINT_URL", default="") or None,
        "region_name": env("S3_REGION", default="") or None,
        # A name that is taken is never written over, as in a folder.
        "file_overwrite": False,
    }
    return {
        "default": {"BACKEND": "config.s3.Pictures", "OPTIONS": {"bucket_name": public, **reached}},
        "attachments": {
            "BACKEND": "config.s3.Files",
            "OPTIONS": {"bucket_name": private, **reached},
        },
    }


def _folder(root: str) -> dict:
    options = {"location": root, "base_url": ""}
    modes = {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750}
    return {"BACKEND": FOLDERS, "OPTIONS": options | modes}
