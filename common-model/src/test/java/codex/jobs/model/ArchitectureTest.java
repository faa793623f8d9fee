package codex.jobs.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(packages = "codex.jobs.model", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule modelIsPure =
            classes()
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "codex.jobs.model..",
                            "java..",
                            "javax.crypto..",
                            "com.fasterxml.jackson.annotation..",
                            "com.cronutils..",
                            "org.jspecify.annotations..")
                    .because("the model knows no framework and no store");

    @ArchTest
    static final ArchRule modelDoesNoInputAndOutput =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")
                    .because("everything here can be computed from its arguments");

    @ArchTest
    static final ArchRule timeIsAnArgument =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Clock.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(InstantSource.class);

    @ArchTest
    static final ArchRule tenantsKnowNothingElse =
            noClasses()
                    .that()
                    .resideInAPackage("..model.tenant..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..model.job..", "..model.log..", "..model.message..");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre =
            classes()
                    .should()
                    .haveNameNotMatching(".*(Impl|Utils?|Helper|Manager|Dto)")
                    .because("such names say nothing");
}
