using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Reads the notifier blocks out of one side of a hunk: the old lines or the new lines.</summary>
internal sealed partial class BlockSide(char sign)
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, SeenBlock> _blocks = new(StringComparer.Ordinal);

    // What the current line is inside of: a block, an array of blocks, or a member of a larger structure that may be a block.
    private SeenBlock? _open;
    private bool _isArray;
    private bool _isMember;
    private SeenBlock? _element;
    private string? _elementPriority;

    /// <summary>The blocks, by name; elements of an array by name and callback.</summary>
    public IReadOnlyDictionary<string, SeenBlock> Blocks => _blocks;

    /// <summary>Reads a hunk.</summary>
    public void Read(DiffHunk hunk)
    {
        Close();
        if (DefinitionIn(hunk.Function) is { } function)
        {
            Open(Get(function.Groups["name"].Value), function.Groups["array"].Success);
        }

        foreach (DiffLine line in hunk.Lines)
        {
            if ((line.Sign == ' ' || line.Sign == sign) && line.Text.Length <= 1_000)
            {
                ReadLine(line);
            }
        }
    }

    private void ReadLine(DiffLine line)
    {
        if (DefinitionIn(line.Text) is { } definition)
        {
            SeenBlock block = Get(definition.Groups["name"].Value);
            block.Defined = true;
            block.Changed |= line.Sign == sign;
            block.Line = block.Priority is null ? line.Line : block.Line;
            Open(block, definition.Groups["array"].Success);
            ReadInside(line with { Text = definition.Groups["rest"].Value });
            return;
        }

        if (MayAssign(line.Text))
        {
            ReadAssignment(line);
        }

        // A structure that has no call of its own may hold one that has.
        bool mayOpen = _open is null || (_isMember && _open.Callback is null);
        if (mayOpen && line.Text.Contains('{', StringComparison.Ordinal) && Nested().Match(line.Text) is { Success: true } nested)
        {
            Open(new SeenBlock(nested.Groups["name"].Value) { Line = line.Line, Changed = line.Sign == sign }, isArray: false);
            _isMember = true;
            ReadInside(line with { Text = nested.Groups["rest"].Value });
        }
        else if (_open is not null)
        {
            ReadInside(line);
        }
    }

    private void ReadInside(DiffLine line)
    {
        if (_isArray)
        {
            ReadElement(line);
        }
        else
        {
            ReadMembers(line, _open!);
        }

        bool ends = _isArray
            ? line.Text.TrimStart().StartsWith("};", StringComparison.Ordinal)
            : line.Text.Contains('}', StringComparison.Ordinal);
        if (ends)
        {
            Close();
        }
    }

    private void Open(SeenBlock block, bool isArray)
    {
        Close();
        (_open, _isArray) = (block, isArray);
    }

    private void Close()
    {
        (_open, _isArray, _isMember, _element, _elementPriority) = (null, false, false, null, null);
        _values.Clear();
    }

    // The words without which the patterns cannot match are looked for first: nearly every line of a patch is neither.
    private static Match? DefinitionIn(string text) =>
        text.Contains("notifier_block", StringComparison.Ordinal) && Definition().Match(text) is { Success: true } match ? match : null;

    private static bool MayAssign(string text) =>
        text.Contains('=', StringComparison.Ordinal)
        && (text.Contains("notifier_call", StringComparison.Ordinal) || text.Contains("priority", StringComparison.Ordinal));

    private void ReadMembers(DiffLine line, SeenBlock block)
    {
        bool any = false;
        foreach (Match member in Member().Matches(line.Text))
        {
            any = true;
            if (member.Groups["member"].ValueSpan is "priority")
            {
                block.Priority = member.Groups["value"].Value.Trim();
                block.Line = line.Line;
            }
            else
            {
                block.Callback = member.Groups["value"].Value.Trim(' ', '&');
                Adopt(line, block);
            }
        }

        // Positional values make a block only where the type is shown.
        if (!any && !_isMember)
        {
            ReadPositional(line, block);
            ReadLoneValue(line, block);
        }
    }

    // A member of a larger structure is a block when it has a notifier call.
    private void Adopt(DiffLine line, SeenBlock block)
    {
        if (_isMember && _blocks.TryAdd(block.Name, block))
        {
            block.Defined = true;
            block.Changed |= line.Sign == sign;
        }
    }

    private void ReadElement(DiffLine line)
    {
        string text = line.Text;
        SeenBlock seen = new("");
        ReadMembers(line, seen);
        if (seen.Callback is string callback)
        {
            _element = Get($"{_open!.Name}/{callback}", _open.Name);
            _element.Callback = callback;
            _element.Defined = true;
            _element.Changed |= line.Sign == sign;
            _element.Line = line.Line;
            _element.Priority = _elementPriority ?? _element.Priority;
        }

        if (seen.Priority is not null && _element is not null)
        {
            (_element.Priority, _element.Line) = (seen.Priority, line.Line);
        }
        else if (seen.Priority is not null)
        {
            _elementPriority = seen.Priority;
        }

        if (text.Contains('}', StringComparison.Ordinal))
        {
            (_element, _elementPriority) = (null, null);
            _values.Clear();
        }
    }

    private static void ReadPositional(DiffLine line, SeenBlock block)
    {
        Match values = Positional().Match(line.Text);
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

    private SeenBlock Get(string key, string? array = null)
    {
        if (!_blocks.TryGetValue(key, out SeenBlock? block))
        {
            _blocks.Add(key, block = new SeenBlock(array ?? key, array is not null));
        }

        return block;
    }

    [GeneratedRegex(@"\bstruct\s+notifier_block\s+(__\w+\s+)?(?<name>\w+)(?<array>\[\w*\])?\s*(__\w+(\([^)]*\))?\s*)?=\s*\{?(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^\s*\.(?<name>\w+)\s*=\s*(\(struct notifier_block\)\s*)?\{(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Nested();

    [GeneratedRegex(@"(?<![\w\])>])\.(?<member>notifier_call|priority)\s*=\s*(?<value>[^,;/}]{1,80})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Member();

    [GeneratedRegex(@"^\s*\{?\s*&?(?<call>[a-z_]\w+)\s*,\s*(NULL|0)\s*(,\s*(?<value>[^,;/}]{1,80}))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Positional();

    [GeneratedRegex(@"^\s+(?<value>[\w+ -]{1,60}?)\s*(,\s*)?(/\*.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LoneValue();

    [GeneratedRegex(@"\b(?<name>\w*(nb|notif\w*|block|blk|nblock|notify|handler)\w*|\w+(?=\.notifier_call))(\.|->)(?<member>notifier_call|priority)\s*=(?!=)\s*(?<value>[^;,/]{1,80})[;,]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Assignment();
}
