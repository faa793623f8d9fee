package codex.jobs.worker.handlers.entries;

import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.EntryStatus;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An item on its way to become an entry: what it says, checked against its model as far as that
/// can be done without looking anything up. Mutable; lives as long as its chunk.
final class Draft {

    /// A reference to another entry, by Codex id or external id.
    ///
    /// @param path JSON pointer into the item
    /// @param position in a list field, else 0
    record Reference(String field, int position, String target, String path) {}

    /// Something named by the content that must exist.
    record Mention(String id, String path) {}

    final Item item;
    final Findings findings = new Findings();

    @Nullable String externalId;
    String siteId = "";
    @Nullable ContentModel model;
    EntryStatus status = EntryStatus.DRAFT;
    @Nullable String givenVersion;
    boolean ignoresGenerated;

    final Map<String, Date> times = new LinkedHashMap<>();
    @Nullable String slug;
    final List<Mention> labels = new ArrayList<>();
    boolean hasLabels;

    /// Values as they are stored; an explicit null takes a key away.
    final Map<String, @Nullable Object> content = new LinkedHashMap<>();

    @Nullable Map<String, String> attrs;

    final List<Reference> references = new ArrayList<>();
    final List<Mention> sections = new ArrayList<>();
    final List<Mention> authors = new ArrayList<>();
    final List<Mention> assets = new ArrayList<>();
    final Map<String, String> urls = new LinkedHashMap<>();
    final Set<String> tags = new LinkedHashSet<>();

    Draft(Item item) {
        this.item = item;
    }

    ContentModel knownModel() {
        if (model == null) {
            throw new IllegalStateException("An item without a model is not written");
        }
        return model;
    }

    /// The name under which the item is known in its site, also if it has none of its own.
    String key() {
        return externalId == null ? "#" + item.index() : siteId + "/" + externalId;
    }
}
