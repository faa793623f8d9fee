package codex.jobs.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.api.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServedSchemaIT {

    @RegisterExtension static final Api api = Api.usual();

    @Test
    void everyFieldHasCodeAndAllCodeHasAField() {
        var report = SchemaReports.LATEST.get();

        assertThat(report.unmappedFields()).isEmpty();
        assertThat(report.unmappedRegistrations()).isEmpty();
        assertThat(report.unmappedArguments()).isEmpty();
        assertThat(report.skippedTypes()).isEmpty();
    }
}
