package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/** What a client's git is told of a push that was not taken, in its own form. */
final class ReceiveReport {
    private static final String END = "0000";
    private static final byte REPORT_BAND = 1;
    private static final int LENGTH_BYTES = 4;
    private static final int MAX_REASON = 900;

    private ReceiveReport() {}

    /** Whether the client would hear of a refusal at all; one that would not must not write. */
    static boolean isHeard(ReceiveCommands asked) {
        return asked.abilities().contains("report-status") || asked.abilities().contains("report-status-v2");
    }

    static byte[] refusal(ReceiveCommands asked, String reason) {
        String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String shown = line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
        var report = new ByteArrayOutputStream();
        write(report, "unpack ok\n".getBytes(UTF_8));
        for (ReceiveCommands.Command command : asked.commands()) {
            write(report, ("ng " + command.reference() + " " + shown + "\n").getBytes(UTF_8));
        }
        report.writeBytes(END.getBytes(UTF_8));

        return inItsBand(report.toByteArray(), asked.abilities());
    }

    private static byte[] inItsBand(byte[] report, Set<String> abilities) {
        int most = abilities.contains("side-band-64k") ? 65_515 : 995;
        if (!abilities.contains("side-band-64k") && !abilities.contains("side-band")) {
            return report;
        }
        var banded = new ByteArrayOutputStream();
        for (int from = 0; from < report.length; from += most) {
            int length = Math.min(most, report.length - from);
            var part = new byte[length + 1];
            part[0] = REPORT_BAND;
            System.arraycopy(report, from, part, 1, length);
            write(banded, part);
        }
        banded.writeBytes(END.getBytes(UTF_8));

        return banded.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, byte[] line) {
        out.writeBytes(String.format("%04x", line.length + LENGTH_BYTES).getBytes(UTF_8));
        out.writeBytes(line);
    }
}
