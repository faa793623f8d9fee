package codex.jobs.model.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What entries of a kind look like.
///
/// @param sites those that use the model; empty means all
public record ContentModel(
        String id,
        String alias,
        String name,
        @Nullable String titleAlias,
        @Nullable String slugAlias,
        Map<String, ContentField> fields,
        Set<String> sites) {

    public ContentModel {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        sites = Set.copyOf(sites);
    }

    public static ContentModel of(
            String id,
            String alias,
            String name,
            @Nullable String titleAlias,
            @Nullable String slugAlias,
            List<ContentField> fields,
            Set<String> sites) {
        var byAlias = new LinkedHashMap<String, ContentField>();
        fields.forEach(field -> byAlias.put(field.alias(), field));
        return new ContentModel(id, alias, name, titleAlias, slugAlias, byAlias, sites);
    }

    public Optional<ContentField> field(String alias) {
        return Optional.ofNullable(fields.get(alias));
    }

    public boolean isUsedBy(String siteId) {
        return sites.isEmpty() || sites.contains(siteId);
    }
}
