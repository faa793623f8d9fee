package codex.jobs.stores.content;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.Stores;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a copy of a collection")
class ContentCopiesIT {

    private static final int ENTRIES = 25;
    private static final int RANGE = 10;

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isMadeInRangesAndKeepsWhatIsThere(boolean serverSide) {
        var organization = new OrganizationId(serverSide ? "merged" : "streamed");
        var from = new Scope(organization, new EnvironmentId("main"), 1);
        var to = new Scope(organization, new EnvironmentId("main"), 2);
        var writer = stores.get(ContentWriter.class);
        writer.insertMissing(
                from,
                ContentKind.ENTRIES,
                IntStream.range(0, ENTRIES).mapToObj(i -> entry(i, "copied")).toList());
        writer.insertMissing(to, ContentKind.ENTRIES, List.of(entry(7, "there before")));
        var databases = stores.get(ContentDatabases.class);
        var copies = new ContentCopies(databases);
        if (!serverSide) {
            copies.stream();
        }

        var ranges = 0;
        var range = copies.range(from, ContentKind.ENTRIES, null, RANGE);
        while (range.isPresent()) {
            ranges++;
            copies.copy(from, to, ContentKind.ENTRIES, range.get());
            range = copies.range(from, ContentKind.ENTRIES, range.get().last(), RANGE);
        }

        assertThat(ranges).isEqualTo(3);
        assertThat(copies.isServerSide()).isEqualTo(serverSide);
        var copied =
                databases
                        .of(organization)
                        .getCollection(ContentDatabases.collection(to, ContentKind.ENTRIES))
                        .find()
                        .sort(new Document("_id", 1))
                        .map(entry -> entry.getString("_id") + " " + entry.getString("title"));
        assertThat(copied)
                .containsExactlyElementsOf(
                        IntStream.range(0, ENTRIES)
                                .mapToObj(i -> id(i) + (i == 7 ? " there before" : " copied"))
                                .toList());
    }

    private static Map<String, Object> entry(int i, String title) {
        return Map.of("_id", id(i), "externalId", "x" + i, "title", title);
    }

    private static String id(int i) {
        return "ce" + (100 + i);
    }
}
