package codex.jobs.scheduler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(
        packages = "codex.jobs.scheduler",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("codex.jobs.scheduler.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyEventsSpeakKafka =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..scheduler.events..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..")
                    .because("decisions are the same however a job came to be looked at");

    @ArchTest
    static final ArchRule storesAreReachedThroughTheirModule =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.mongodb..",
                            "org.bson..",
                            "org.springframework.data.mongodb..",
                            "software.amazon.awssdk..",
                            "org.opensearch..")
                    .because("MongoDB, S3 and OpenSearch types stay in stores");

    @ArchTest
    static final ArchRule nobodyAsksTheSystemClock =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("SchedulerApplication")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(InstantSource.class, "system")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class)
                    .because("time is an argument, so that tests can set it");

    @ArchTest
    static final ArchRule fieldsAreNotInjected =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Impl|Utils?|Helper|Manager|Dto)")
                    .because("such names say nothing");
}
