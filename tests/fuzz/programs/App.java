package app;

import com.pulumi.Pulumi;
import com.pulumi.awsnative.sns.Topic;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

public class App {
    static class Box {
        List<String> l, l0, l1;
        Map<String, String> m0, m1;
        String t, t0;
        int n0;
    }

    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var config = ctx.config();
            var b = config.require("B");
            var c = config.require("C");
            var dd = config.requireBoolean("D");
            var cc = c.equals("y");
            var bc = b.equals("x");
            var topic = new Topic("Topic");
            var box = new Box();
            // BODY
            // RESULTS
        });
    }

    static String chosen(boolean cc, String text) {
        if (cc) return text + "-c";
        if (text.equals("x")) return "is x";
        return text;
    }

    static String found(List<String> items, String other) {
        for (var item : items) {
            if (!item.equals(other)) return item;
        }
        return "nothing";
    }

    static void added(List<String> items, String item) {
        items.add(item);
    }

    static List<String> list(String... items) {
        return new ArrayList<>(List.of(items));
    }

    static Map<String, String> map(String... entries) {
        var found = new LinkedHashMap<String, String>();
        for (int i = 0; i < entries.length; i += 2) found.put(entries[i], entries[i + 1]);
        return found;
    }

    static List<String> plus(List<String> one, List<String> other) {
        var found = new ArrayList<>(one);
        found.addAll(other);
        return found;
    }

    static List<String> kept(List<String> items, Predicate<String> holds) {
        var found = new ArrayList<>(items);
        found.removeIf(holds.negate());
        return found;
    }

    static List<String> each(List<String> items, Function<String, String> made) {
        var found = new ArrayList<String>();
        for (var item : items) found.add(made.apply(item));
        return found;
    }

    static List<String> numbered(List<String> items) {
        var found = new ArrayList<String>();
        for (var item : items) found.add(found.size() + item);
        return found;
    }

    static List<String> turned(List<String> items) {
        var found = new ArrayList<>(items);
        Collections.reverse(found);
        return found;
    }

    static List<String> rest(List<String> items) {
        return new ArrayList<>(items.isEmpty() ? items : items.subList(1, items.size()));
    }

    static Map<String, String> merged(Map<String, String> one, Map<String, String> other) {
        var found = new LinkedHashMap<>(one);
        found.putAll(other);
        return found;
    }

    static Map<String, String> without(Map<String, String> entries, String key) {
        var found = new LinkedHashMap<>(entries);
        found.remove(key);
        return found;
    }

    static String shown(Map<String, String> entries) {
        var found = new ArrayList<String>();
        entries.forEach((key, value) -> found.add(key + "=" + value));
        return String.join("|", found);
    }
}
