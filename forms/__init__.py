"""A form's definition becomes a WTForms class, and what a visitor sends becomes a lead."""
