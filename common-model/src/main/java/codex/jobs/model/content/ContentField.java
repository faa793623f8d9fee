package codex.jobs.model.content;

/// One field of a model.
///
/// @param isList whether it holds a list of values
public record ContentField(
        String alias, String name, FieldType type, boolean isList, FieldValidations validations) {}
