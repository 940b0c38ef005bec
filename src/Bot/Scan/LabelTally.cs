namespace TriageBot.Bot.Scan;

/// <summary>Right, missed and wrong items of one kind.</summary>
/// <param name="Right">Labelled items that were found. Optional ones do not count.</param>
/// <param name="Missed">Labelled items that were not found.</param>
/// <param name="Wrong">Items that were found and are not labelled.</param>
public readonly record struct LabelTally(int Right, int Missed, int Wrong)
{
    /// <summary>Share of the labelled items that were found; 1 when nothing is labelled.</summary>
    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);

    /// <summary>Share of the found items that are right; 1 when nothing was found.</summary>
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    /// <summary>Adds two tallies.</summary>
    public static LabelTally operator +(LabelTally left, LabelTally right) => Add(left, right);

    /// <summary>Adds two tallies.</summary>
    public static LabelTally Add(LabelTally left, LabelTally right) =>
        new(left.Right + right.Right, left.Missed + right.Missed, left.Wrong + right.Wrong);
}
