"""Every page a visitor can meet, looked at by axe, by the Nu HTML checker and by Lighthouse."""
