using System.Text;

namespace TriageBot.Benchmarks;

/// <summary>A report in the manner of the founding one, written for the benchmarks.</summary>
internal static class FoundingMail
{
    private const string Text = """
        Date: Mon, 01 Feb 2016 10:00:00 +0000
        From: Bench <bench@example.org>
        To: list@lists.example.org
        Subject: livepatch: old functions run in modules that come later
        Message-ID: <bench-1@example.org>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii

        Hello,

        a livepatch that is loaded before its module has no effect any more.

        last good commit: b56b36e ("livepatch: Cleanup module page permission changes")
        first bad commit: 5156dca ("ftrace: Fix the race between ftrace and insmod")

          klp_module_notify     priority INT_MIN+1
          ftrace_module_notify  priority INT_MIN

        What happens on load:

          1. klp_module_notify() hooks functions
          2. ftrace_module_notify() enables call sites

        What happens on unload:

          1. klp_module_notify() unhooks them
          2. ftrace_module_notify() drops the records

        On load ftrace_module_notify must run before klp_module_notify. On unload
        klp_module_notify must run before ftrace_module_notify.

        """;

    /// <summary>The message as it came, with the line ends of mail.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = Encoding.ASCII.GetBytes(Text.ReplaceLineEndings("\r\n"));
}
