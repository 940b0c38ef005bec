using System.Text;

namespace TriageBot.Bot.Patches;

/// <summary>Writes the C of a callback that is split: for each event a handler that passes that event on, and its block; and what registers all of them or none.</summary>
internal static class SplitCode
{
    /// <summary>The C that stands in the place of the old block.</summary>
    /// <param name="head"><c>static</c> with a blank, or empty.</param>
    /// <param name="block">Name of the old block.</param>
    /// <param name="register">Function that it was registered with.</param>
    /// <param name="chain">Arguments in front of the block, with the comma, or empty.</param>
    public static string Write(string head, string block, IReadOnlyList<HandlerChange> handlers, string register, string chain)
    {
        StringBuilder code = new();
        foreach (HandlerChange handler in handlers)
        {
            string callback = handler.Event is null ? handler.Callback : handler.Callback + Suffix(handler);
            if (handler.Event is not null)
            {
                code.Append($"static int {callback}(struct notifier_block *nb, unsigned long action, void *data)\n{{\n");
                code.Append($"\treturn action == {handler.Event} ? {handler.Callback}(nb, action, data) : NOTIFY_DONE;\n}}\n\n");
            }

            code.Append($"{head}struct notifier_block {block}{Suffix(handler)} = {{\n\t.notifier_call = {callback},\n\t.priority = {handler.Priority},\n}};\n\n");
        }

        string unregister = register.Replace("register", "unregister", StringComparison.Ordinal);
        code.Append($"static int {block}_register(void)\n{{\n\tint ret;\n\n");
        for (int i = 0; i < handlers.Count; i++)
        {
            code.Append($"\tret = {register}({chain}&{block}{Suffix(handlers[i])});\n\tif (ret)\n\t\t{(i == 0 ? "return ret" : $"goto undo_{i}")};\n\n");
        }

        code.Append("\treturn 0;\n");
        for (int i = handlers.Count - 1; i > 0; i--)
        {
            code.Append($"\nundo_{i}:\n\t{unregister}({chain}&{block}{Suffix(handlers[i - 1])});");
        }

        code.Append("\n\treturn ret;\n}\n\n");
        code.Append($"static int __maybe_unused {block}_unregister(void)\n{{\n\tint ret = 0;\n\n");
        foreach (HandlerChange handler in handlers.Reverse())
        {
            code.Append($"\tret = {unregister}({chain}&{block}{Suffix(handler)}) ?: ret;\n");
        }

        return code.Append("\n\treturn ret;\n}").ToString();
    }

    // MODULE_STATE_COMING becomes _coming; a constant of another chain stays whole.
    private static string Suffix(HandlerChange handler) =>
        handler.Event is null ? "" : "_" + handler.Event.Replace("MODULE_STATE_", "", StringComparison.Ordinal).ToLowerInvariant();
}
