package codex.jobs.api.jobs;

import codex.jobs.model.job.Counts;
import codex.jobs.model.job.Job;
import codex.jobs.model.log.LogId;
import codex.jobs.model.log.LogLine;
import codex.jobs.model.log.LogType;
import java.util.List;

/// Something that a job's log says from the beginning: how its input was understood.
public record JobNote(LogType type, String code, String message) {

    static Counts counted(List<JobNote> notes) {
        return new Counts(
                0,
                0,
                0,
                0,
                0,
                notes.size(),
                notes.stream().filter(note -> note.type() == LogType.WARNING).count(),
                notes.stream().filter(note -> note.type() == LogType.ERROR).count());
    }

    /// @param number of the note among those of its job, from 1
    LogLine line(Job job, int number) {
        return new LogLine(
                LogId.ofJob(job.id(), "note-" + number),
                job.organization(),
                job.id(),
                null,
                job.attempt(),
                number,
                job.createdAt(),
                type,
                message,
                code,
                null,
                null,
                null,
                null);
    }
}
