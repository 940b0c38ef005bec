namespace TriageBot.Bot.Intake;

/// <summary>What one commit of a public-inbox archive does.</summary>
/// <param name="Blob">The message; empty when the commit changes neither <c>m</c> nor <c>d</c>.</param>
/// <param name="Deletes">Whether it takes the message out.</param>
internal readonly record struct InboxEntry(string Commit, string Blob, bool Deletes)
{
    // --raw names the blobs, so that one walk answers what each commit adds and cat-file needs no path look-ups.
    private static readonly string[] Walk = ["-c", "log.showRoot=true", "log", "--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "--no-renames", "--format=%H"];

    /// <summary>What the commits of an epoch do, oldest first.</summary>
    /// <param name="range">A revision or range.</param>
    /// <exception cref="IOException">git failed.</exception>
    public static IEnumerable<InboxEntry> Of(string repository, string range)
    {
        string commit = "";
        bool told = true;
        foreach (string line in GitProcess.Stream(repository, [.. Walk, range, "--"]))
        {
            if (line.Length > 0 && line[0] != ':')
            {
                if (!told)
                {
                    yield return new InboxEntry(commit, "", Deletes: false);
                }

                commit = line;
                told = false;
            }
            else if (TryRead(line, commit, out InboxEntry entry))
            {
                told = true;
                yield return entry;
            }
        }

        if (!told)
        {
            yield return new InboxEntry(commit, "", Deletes: false);
        }
    }

    /// <summary>How often each blob is taken out by the commits of a range. Deletions are rare, so this stays small.</summary>
    public static Dictionary<string, int> Deletions(string repository, string range)
    {
        Dictionary<string, int> blobs = new(StringComparer.Ordinal);
        foreach (string line in GitProcess.Stream(repository, [.. Walk, range, "--", "d"]))
        {
            if (TryRead(line, "", out InboxEntry entry))
            {
                blobs[entry.Blob] = blobs.GetValueOrDefault(entry.Blob) + 1;
            }
        }

        return blobs;
    }

    // ":100644 100644 <old> <new> M\tm"; what is taken out of the tree (D) says nothing.
    private static bool TryRead(string line, string commit, out InboxEntry entry)
    {
        string[] words = line.Split([' ', '\t']);
        bool counts = words.Length == 6 && words[0].StartsWith(':') && words[4] != "D" && words[5] is "m" or "d";
        entry = counts ? new InboxEntry(commit, words[3], words[5] == "d") : default;
        return counts;
    }
}
