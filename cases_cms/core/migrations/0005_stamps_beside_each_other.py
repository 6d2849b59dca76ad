from django.db import migrations, models


class Migration(migrations.Migration):
    """Several stamps of a name may stand beside each other. What they name is read anew once: nothing else is lost."""

    dependencies = [
        ("cases_core", "0004_editors_tags"),
    ]

    operations = [
        migrations.DeleteModel(name="Stamp"),
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=40, verbose_name="name")),
                ("value", models.CharField(max_length=32, verbose_name="value")),
            ],
            options={
                "verbose_name": "stamp",
                "verbose_name_plural": "stamps",
            },
        ),
    ]
