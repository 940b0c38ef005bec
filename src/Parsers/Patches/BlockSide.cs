using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>A notifier block as one side of a diff shows it.</summary>
internal sealed class SeenBlock(string name)
{
    /// <summary>Name of the variable or member.</summary>
    public string Name => name;

    /// <summary>Whether its definition, or the assignment of its callback, is on a changed line.</summary>
    public bool Changed { get; set; }

    /// <summary>Whether its definition or the assignment of its callback is shown.</summary>
    public bool Defined { get; set; }

    /// <summary>Its callback, or null when the diff does not show it.</summary>
    public string? Callback { get; set; }

    /// <summary>Its priority as written, or null.</summary>
    public string? Priority { get; set; }

    /// <summary>Line of the mail: of the priority where there is one, else of the definition.</summary>
    public int Line { get; set; }
}

/// <summary>Reads the notifier blocks out of one side of a hunk: the old lines or the new lines.</summary>
internal sealed partial class BlockSide(char sign)
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, SeenBlock> _blocks = new(StringComparer.Ordinal);

    /// <summary>The blocks, by name.</summary>
    public IReadOnlyDictionary<string, SeenBlock> Blocks => _blocks;

    /// <summary>Reads a hunk.</summary>
    public void Read(DiffHunk hunk)
    {
        SeenBlock? open = DefinitionIn(hunk.Function) is { } function ? Get(function.Groups["name"].Value) : null;
        foreach (DiffLine line in hunk.Lines)
        {
            if (line.Sign != ' ' && line.Sign != sign)
            {
                continue;
            }

            open = ReadLine(line, open);
        }
    }

    private SeenBlock? ReadLine(DiffLine line, SeenBlock? open)
    {
        if (line.Text.Length > 1_000)
        {
            return open;
        }

        if (DefinitionIn(line.Text) is { } definition)
        {
            SeenBlock block = Get(definition.Groups["name"].Value);
            block.Defined = true;
            block.Changed |= line.Sign == sign;
            block.Line = block.Priority is null ? line.Line : block.Line;
            _values.Clear();
            ReadPositional(definition.Groups["rest"].Value, line, block);
            return definition.Groups["rest"].Value.Contains('}', StringComparison.Ordinal) ? null : block;
        }

        if (MayAssign(line.Text))
        {
            ReadAssignment(line);
        }

        if (open is null)
        {
            return null;
        }

        ReadMember(line, open);
        return line.Text.StartsWith('}') || line.Text.TrimStart().StartsWith("};", StringComparison.Ordinal) ? null : open;
    }

    // The words without which the patterns cannot match are looked for first: nearly every line of a patch is neither.
    private static Match? DefinitionIn(string text) =>
        text.Contains("notifier_block", StringComparison.Ordinal) && Definition().Match(text) is { Success: true } match ? match : null;

    private static bool MayAssign(string text) =>
        text.Contains('=', StringComparison.Ordinal)
        && (text.Contains("notifier_call", StringComparison.Ordinal) || text.Contains("priority", StringComparison.Ordinal));

    private void ReadMember(DiffLine line, SeenBlock block)
    {
        Match member = Member().Match(line.Text);
        if (!member.Success)
        {
            ReadPositional(line.Text, line, block);
            ReadLoneValue(line, block);
        }
        else if (member.Groups["member"].ValueSpan is "priority")
        {
            block.Priority = member.Groups["value"].Value.Trim();
            block.Line = line.Line;
        }
        else if (member.Groups["member"].ValueSpan is "notifier_call")
        {
            block.Callback = member.Groups["value"].Value.Trim(' ', '&');
        }
    }

    private static void ReadPositional(string text, DiffLine line, SeenBlock block)
    {
        Match values = Positional().Match(text);
        if (values.Success)
        {
            block.Callback = values.Groups["call"].Value;
            block.Priority = values.Groups["value"].Success ? values.Groups["value"].Value.Trim() : block.Priority;
            block.Line = line.Line;
        }
    }

    // A positional initialiser with one value a line: the third one is the priority.
    private void ReadLoneValue(DiffLine line, SeenBlock block)
    {
        Match value = LoneValue().Match(line.Text);
        if (!value.Success)
        {
            return;
        }

        _values.Add(value.Groups["value"].Value.Trim());
        if (_values.Count == 1)
        {
            block.Callback ??= _values[0];
        }
        else if (_values.Count == 3)
        {
            block.Priority ??= _values[2];
            block.Line = line.Line;
        }
    }

    private void ReadAssignment(DiffLine line)
    {
        Match assignment = Assignment().Match(line.Text);
        if (!assignment.Success)
        {
            return;
        }

        SeenBlock block = Get(assignment.Groups["name"].Value);
        if (assignment.Groups["member"].ValueSpan is "priority")
        {
            block.Priority = assignment.Groups["value"].Value.Trim();
            block.Line = line.Line;
            return;
        }

        block.Defined = true;
        block.Changed |= line.Sign == sign;
        block.Callback = assignment.Groups["value"].Value.Trim(' ', '&');
        block.Line = block.Priority is null ? line.Line : block.Line;
    }

    private SeenBlock Get(string name)
    {
        if (!_blocks.TryGetValue(name, out SeenBlock? block))
        {
            _blocks.Add(name, block = new SeenBlock(name));
        }

        return block;
    }

    [GeneratedRegex(@"\bstruct\s+notifier_block\s+(__\w+\s+)?(?<name>\w+)(\[\])?\s*(__\w+(\([^)]*\))?\s*)?=\s*\{?(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^\s*\.(?<member>notifier_call|priority)\s*=\s*(?<value>[^,;/}]{1,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Member();

    [GeneratedRegex(@"^\s*\{?\s*&?(?<call>[a-z_]\w+)\s*,\s*(NULL|0)\s*(,\s*(?<value>[^,;/}]{1,80}))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Positional();

    [GeneratedRegex(@"^\s+(?<value>[\w+ -]{1,60}?)\s*(,\s*)?(/\*.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LoneValue();

    [GeneratedRegex(@"\b(?<name>\w*(nb|notif\w*|block|blk|nblock|notify|handler)\w*|\w+(?=\.notifier_call))(\.|->)(?<member>notifier_call|priority)\s*=(?!=)\s*(?<value>[^;,/]{1,80})[;,]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Assignment();
}
