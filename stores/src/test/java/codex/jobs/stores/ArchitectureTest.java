package codex.jobs.stores;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(
        packages = "codex.jobs.stores",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule featuresDoNotGoInCircles =
            slices().matching("codex.jobs.stores.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule kafkaIsSpokenOnlyInNews =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..stores.news..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule objectsAreStoredOnlyByBlobs =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("codex.jobs.stores", "..stores.blobs..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule searchIsSpokenOnlyInSearch =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("codex.jobs.stores", "..stores.search..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.opensearch..");

    @ArchTest
    static final ArchRule servicesAreUnknownHere =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "codex.jobs.api..", "codex.jobs.scheduler..", "codex.jobs.worker..");

    @ArchTest
    static final ArchRule nobodyAsksTheClock =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .because("time is an argument, or the database's own");

    @ArchTest
    static final ArchRule fieldsAreNotInjected =
            noFields()
                    .should()
                    .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto)");

    @ArchTest
    static final ArchRule stateIsHidden =
            noFields().that().areNotStatic().should().haveModifier(PUBLIC);
}
