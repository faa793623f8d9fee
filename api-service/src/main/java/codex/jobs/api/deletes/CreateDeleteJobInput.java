package codex.jobs.api.deletes;

import codex.jobs.api.graphql.Violations;
import codex.jobs.api.jobs.JobInput;
import codex.jobs.api.jobs.JobNote;
import codex.jobs.model.error.ErrorCode;
import codex.jobs.model.job.ContentDeletion;
import codex.jobs.model.job.JobType;
import codex.jobs.model.log.LogType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The input of `createDeleteJob` (specification 3.3).
record CreateDeleteJobInput(
        String jobName,
        @Nullable Instant scheduledTime,
        @Nullable String siteId,
        @Nullable String model,
        @Nullable String fieldAlias,
        @Nullable Boolean isDeleteFieldJob,
        @Nullable List<ContentDeletion> deleteContentTaskTypes,
        @Nullable String filter,
        @Nullable Boolean dryRun,
        @Nullable Boolean force,
        @Nullable String idempotencyKey) {

    static final String NAME = "createJobInput";

    private static final int LONGEST_REFERENCE = 256;

    /// Which delete is meant: nothing says it but what is given (specification 0.11).
    JobType jobType() {
        if (Boolean.TRUE.equals(isDeleteFieldJob)) {
            return JobType.DELETE_FIELD;
        }
        return hasFilter() ? JobType.DELETE_FILTERED_CONTENT : JobType.DELETE_CONTENT;
    }

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }

    boolean isForced() {
        return Boolean.TRUE.equals(force);
    }

    private boolean hasFilter() {
        return filter != null && !filter.isBlank();
    }

    Set<ContentDeletion> deletions() {
        var deletions = EnumSet.noneOf(ContentDeletion.class);
        if (deleteContentTaskTypes != null) {
            deletions.addAll(deleteContentTaskTypes);
        }
        return deletions;
    }

    /// What the job's log says about what is given and means nothing for this kind of delete.
    List<JobNote> notes() {
        return ignored().stream()
                .map(argument ->
                        new JobNote(
                                LogType.WARNING,
                                "INPUT_IGNORED",
                                argument
                                        + " means nothing for this kind of delete and was ignored"))
                .toList();
    }

    private List<String> ignored() {
        var ignored = new ArrayList<String>();
        if (jobType() == JobType.DELETE_FIELD) {
            if (hasFilter()) {
                ignored.add("filter");
            }
            if (!deletions().isEmpty()) {
                ignored.add("deleteContentTaskTypes");
            }
            if (isForced()) {
                ignored.add("force");
            }
        } else if (fieldAlias != null) {
            ignored.add("fieldAlias");
        }
        return ignored;
    }

    /// Everything that can be said without a look into a store.
    void check(Violations violations, Instant now, Duration scheduledAtMost) {
        JobInput.checkName(violations, jobName);
        if (scheduledTime != null && scheduledTime.isAfter(now.plus(scheduledAtMost))) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "scheduledTime",
                    "A job can be planned " + scheduledAtMost.toDays() + " days ahead at most.");
        }
        violations.checkText("siteId", siteId, LONGEST_REFERENCE);
        violations.checkText("model", model, LONGEST_REFERENCE);
        violations.checkText("fieldAlias", fieldAlias, LONGEST_REFERENCE);
        JobInput.checkKey(violations, idempotencyKey);
        switch (jobType()) {
            case DELETE_FIELD -> checkField(violations);
            case DELETE_FILTERED_CONTENT -> checkFiltered(violations);
            default -> checkContent(violations);
        }
    }

    private void checkField(Violations violations) {
        if (model == null) {
            violations.add(ErrorCode.BAD_USER_INPUT, "model", "A field belongs to a model.");
        }
        if (fieldAlias == null) {
            violations.add(ErrorCode.BAD_USER_INPUT, "fieldAlias", "Which field is meant?");
        }
    }

    private void checkFiltered(Violations violations) {
        if (deletions().stream().anyMatch(one -> one != ContentDeletion.DELETE_ENTRIES)) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT,
                    "deleteContentTaskTypes",
                    "A filter means entries: DELETE_ENTRIES only.");
        }
    }

    private void checkContent(Violations violations) {
        var deletions = deletions();
        if (deletions.isEmpty()) {
            violations.add(
                    ErrorCode.BAD_USER_INPUT, "deleteContentTaskTypes", "What is to be deleted?");
        }
        if (siteId == null && model == null) {
            violations.add(
                    ErrorCode.SCOPE_REQUIRED, "", "A delete needs a site, a model or a filter.");
        } else if (siteId == null
                && !deletions.stream().allMatch(CreateDeleteJobInput::isOfModel)) {
            violations.add(
                    ErrorCode.SCOPE_REQUIRED,
                    "siteId",
                    "A model has entries, and they use assets and authors; everything else is a"
                            + " site's.");
        }
    }

    private static boolean isOfModel(ContentDeletion deletion) {
        return deletion == ContentDeletion.DELETE_ENTRIES || deletion.isShared();
    }
}
