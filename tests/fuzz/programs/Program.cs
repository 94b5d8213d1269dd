using System.Collections.Generic;
using System.Linq;
using Pulumi;
using Pulumi.AwsNative.Sns;
using static Functions;

#pragma warning disable
return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var outputs = new Dictionary<string, object?>();
    var b = config.Require("B");
    var c = config.Require("C");
    var dd = config.RequireBoolean("D");
    var cc = c == "y";
    var bc = b == "x";
    new Topic("Topic");
    var box = new Box();

    // BODY
    // RESULTS
    return outputs;
});

class Box
{
    public List<string> l = new();
    public string t = "";
}

static class Functions
{
    public static string chosen(bool cc, string text)
    {
        if (cc) return text + "-c";
        if (text == "x") return "is x";
        return text;
    }

    public static string found(List<string> items, string other)
    {
        foreach (var item in items)
        {
            if (item != other) return item;
        }
        return "nothing";
    }

    public static void added(List<string> items, string item) => items.Add(item);

    public static List<string> plus(List<string> one, List<string> other) => one.Concat(other).ToList();

    public static Dictionary<string, string> merged(Dictionary<string, string> one, Dictionary<string, string> other)
    {
        var entries = new Dictionary<string, string>(one);
        update(entries, other);
        return entries;
    }

    public static void update(Dictionary<string, string> one, Dictionary<string, string> other)
    {
        foreach (var entry in other.ToList()) one[entry.Key] = entry.Value;
    }

    public static string shown(Dictionary<string, string> entries) => string.Join("|", entries.Select(it => it.Key + "=" + it.Value));
}
